/** The standalone server as its users meet it: a process, an address, a mail box, a second node, a crash. */
package dev.tocsin.server;
