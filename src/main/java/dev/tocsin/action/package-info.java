/** What responders can do: the SPI for actions, the registry that finds them by name, the built-in ones. */
package dev.tocsin.action;
