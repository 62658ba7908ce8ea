/** The beans that an application injects, tested inside the server, on both databases. */
package dev.tocsin.container;
