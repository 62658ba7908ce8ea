package dev.tocsin.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PageAddressTest {

    @Test
    void whatIsEmptyIsLeftOutAndTheRestIsEncoded() {
        PageAddress address = new PageAddress("/tocsin/issues.xhtml")
                .with("text", "50% & more")
                .with("status", null)
                .with("order", "")
                .with("responder", 7L);
        assertThat(address).hasToString("/tocsin/issues.xhtml?text=50%25+%26+more&responder=7");
        assertThat(address.with("text", null).with("responder", null)).hasToString("/tocsin/issues.xhtml");
    }
}
