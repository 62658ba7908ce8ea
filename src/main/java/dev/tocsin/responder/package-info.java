/** Responders: what they watch for, what they do, and how their actions come to be planned. */
package dev.tocsin.responder;
