/**
 * What can break, broken on purpose: real servers, a real PostgreSQL, a mail server that misbehaves. The ordinary
 * build runs a short form of each; {@code mvn -Pfaults verify} runs the long one.
 */
package dev.tocsin.faults;
