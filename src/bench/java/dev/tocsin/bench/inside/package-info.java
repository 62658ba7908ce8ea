/** What a benchmark needs inside the server, as an application's own jar would bring it. */
package dev.tocsin.bench.inside;
