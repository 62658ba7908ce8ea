/** What the tests stand on: real servers, a real database, a real mail server, and words for what happens. */
package dev.tocsin.harness;
