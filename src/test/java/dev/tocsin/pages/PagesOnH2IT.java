package dev.tocsin.pages;

import dev.tocsin.harness.Server;

class PagesOnH2IT extends PagesContract {

    @Override
    Server.Start start() {
        return Server.onH2(Server.newFolder());
    }
}
