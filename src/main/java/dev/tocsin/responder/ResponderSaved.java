package dev.tocsin.responder;

/** A responder was made, changed or deleted, in the transaction that fires this. */
record ResponderSaved(long id) {}
