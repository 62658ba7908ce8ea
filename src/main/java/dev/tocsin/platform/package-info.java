/** What everything else stands on: the clock, JSON, the database and its migrations, configuration. */
package dev.tocsin.platform;
