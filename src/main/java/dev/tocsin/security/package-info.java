/** Who may do what: users, tokens, roles, the gate before the pages and the API, the audit trail. */
package dev.tocsin.security;
