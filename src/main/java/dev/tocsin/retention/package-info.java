/** Deleting what is old, in batches that nobody has to wait for. */
package dev.tocsin.retention;
