/** How fast Tocsin is, beside what else could be used: see {@code src/bench/README.md}. */
package dev.tocsin.bench;
