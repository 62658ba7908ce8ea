/** What people do with the pages, in a real browser against a real server. */
package dev.tocsin.pages;
