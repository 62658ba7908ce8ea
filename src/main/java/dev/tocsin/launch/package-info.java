/** The front of the standalone server: checks what it is started with, starts it, says how it went. */
package dev.tocsin.launch;
