package dev.tocsin.server;

import dev.tocsin.harness.Server;

/** On the embedded database. */
class ServerOnH2IT extends ServerContract {

    @Override
    Server.Start start() {
        return Server.onH2(Server.newFolder());
    }
}
