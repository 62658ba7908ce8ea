package dev.tocsin.pages;

import dev.tocsin.harness.Server;

class PagesOnH2IT extends PagesContract {

    @Override
    Server.Start start() {
        return Server.onH2(Server.newFolder());
    }

    @Override
    boolean looksClosely() {
        return false;
    }

    @Override
    public String numbers(int first, int last) {
        return "SYSTEM_RANGE(" + first + ", " + last + ") t(x)";
    }
}
