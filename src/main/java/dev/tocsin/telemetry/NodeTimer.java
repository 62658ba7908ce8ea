package dev.tocsin.telemetry;

import dev.tocsin.platform.Migrations;
import dev.tocsin.platform.StartUp;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.logging.Level;
import java.util.logging.Logger;

/** When this node tells of itself. */
@Singleton(name = "tocsinNodeTimer")
@Startup
@DependsOn(Migrations.NAME)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class NodeTimer {

    private static final Logger LOG = Logger.getLogger(NodeTimer.class.getName());

    @Resource
    private TimerService timers;

    @Inject
    private Nodes nodes;

    @PostConstruct
    void start() {
        tell();
        timers.createIntervalTimer(Nodes.EVERY.toMillis(), Nodes.EVERY.toMillis(), new TimerConfig(null, false));
    }

    @Timeout
    void tell() {
        try {
            nodes.tell();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.FINE, "This node cannot tell of itself ({0}); it tries again soon.", StartUp.rootMessage(e));
        }
    }

    @PreDestroy
    void leave() {
        try {
            nodes.leave();
        } catch (RuntimeException e) {
            LOG.log(Level.FINE, "This node is still listed, for a while ({0}).", StartUp.rootMessage(e));
        }
    }
}
