/** Assertions: checks in code and over every record, when they run, and what came of them. */
package dev.tocsin.assertion;
