/** The REST API of a host application, with paths that Tocsin has, too. */
package dev.tocsin.container.host;
