package com.example.orders;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.authentication.mechanism.http.BasicAuthenticationMechanismDefinition;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.util.Optional;
import java.util.Set;

/**
 * The login of the order system. Whoever is in the group {@code tocsin-admin} may do everything with Tocsin, too: that
 * is all that it has to know.
 */
@ApplicationScoped
@BasicAuthenticationMechanismDefinition(realmName = "orders")
public class OrderUsers implements IdentityStore {

    private static final String ADMIN = "admin";

    /** Nobody can log in without. */
    private final Optional<String> password = Optional.ofNullable(System.getenv("ORDERS_ADMIN_PASSWORD"));

    public CredentialValidationResult validate(UsernamePasswordCredential login) {
        return password.filter(right -> login.compareTo(ADMIN, right)).isPresent()
                ? new CredentialValidationResult(ADMIN, Set.of("tocsin-admin"))
                : CredentialValidationResult.INVALID_RESULT;
    }
}
