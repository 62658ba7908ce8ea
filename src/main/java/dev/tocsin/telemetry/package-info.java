/** What the system tells of itself: its health, and the nodes. */
package dev.tocsin.telemetry;
