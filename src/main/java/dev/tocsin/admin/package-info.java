/** The pages for people: one page, one small bean; every page can be bookmarked. */
package dev.tocsin.admin;
