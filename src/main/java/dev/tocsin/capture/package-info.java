/** Issues from what an application does anyway: throwing exceptions, and logging. */
package dev.tocsin.capture;
