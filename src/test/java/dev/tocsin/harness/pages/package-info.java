/** What the pages call, without the pages. */
package dev.tocsin.harness.pages;
