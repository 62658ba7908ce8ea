/** Issues: recording them, their life, the events of it, and finding them. */
package dev.tocsin.issue;
