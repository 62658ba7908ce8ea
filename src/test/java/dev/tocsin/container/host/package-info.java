/** A host application that has paths and names that Tocsin has, too. */
package dev.tocsin.container.host;
