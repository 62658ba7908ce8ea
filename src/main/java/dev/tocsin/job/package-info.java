/** Jakarta Batch jobs as Tocsin's users see them: started, stopped, resumed, and how far they are. */
package dev.tocsin.job;
