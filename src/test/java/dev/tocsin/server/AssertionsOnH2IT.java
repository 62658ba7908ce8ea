package dev.tocsin.server;

import dev.tocsin.harness.Server;

class AssertionsOnH2IT extends AssertionContract {

    @Override
    Server.Start start() {
        return Server.onH2(Server.newFolder());
    }

    @Override
    String numbers(int last) {
        return "SYSTEM_RANGE(1, " + last + ") t(x)";
    }

    @Override
    String randomUuid() {
        return "RANDOM_UUID()";
    }
}
