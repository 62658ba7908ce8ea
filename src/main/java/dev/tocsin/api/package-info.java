/** The REST API: resources under {@code /api}, JSON in snake_case, errors as problem+json. */
package dev.tocsin.api;
