package dev.tocsin.container.host;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.authentication.mechanism.http.BasicAuthenticationMechanismDefinition;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.util.Map;
import java.util.Set;

/** The host's own login: it knows nothing of Tocsin but the names of its roles. */
@ApplicationScoped
@BasicAuthenticationMechanismDefinition(realmName = "magazine")
public class HostUsers implements IdentityStore {

    public static final String PASSWORD = "of the magazine";

    private static final Map<String, Set<String>> GROUPS = Map.of(
            "anna", Set.of("editors", "tocsin-admin"),
            "otto", Set.of("tocsin-operator"),
            "victor", Set.of("tocsin-viewer"),
            "rita", Set.of("tocsin-reporter"),
            "norbert", Set.of("editors"));

    public CredentialValidationResult validate(UsernamePasswordCredential login) {
        return GROUPS.containsKey(login.getCaller()) && login.compareTo(login.getCaller(), PASSWORD)
                ? new CredentialValidationResult(login.getCaller(), GROUPS.get(login.getCaller()))
                : CredentialValidationResult.INVALID_RESULT;
    }
}
