/** The REST API: resources under {@code tocsin.rest.path}, JSON in snake_case, errors as problem+json. */
package dev.tocsin.api;
