/** What the system tells of itself: health, metrics, the nodes. */
package dev.tocsin.telemetry;
