package dev.tocsin.server;

import dev.tocsin.harness.Server;

class SecurityOnH2IT extends SecurityContract {

    @Override
    Server.Start start() {
        return Server.onH2(Server.newFolder());
    }
}
