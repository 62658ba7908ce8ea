package dev.tocsin.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginTest {

    @ParameterizedTest
    @CsvSource({
        ",0,DEFAULT",
        "Properties,50,DEFAULT",
        "Properties,100,APPLICATION",
        "Environment,300,ENVIRONMENT",
        "SystemProperty,400,SYSTEM_PROPERTY",
        "EnvConfigSource,300,ENVIRONMENT",
        "SysPropConfigSource,400,SYSTEM_PROPERTY",
        "System Properties Config Source,400,SYSTEM_PROPERTY",
        "PropertiesConfigSource[source=file:/app/META-INF/microprofile-config.properties],100,APPLICATION",
        "Directory,90,OTHER",
    })
    void theServersNameForItTellsWhereAValueComesFrom(String source, int ordinal, Origin origin) {
        assertThat(Origin.of(source, ordinal)).isEqualTo(origin);
    }
}
