/** An application's entities, and checks over them, as they come with a jar of its own. */
package dev.tocsin.harness.shop;
