package dev.tocsin.platform;

import java.lang.management.ManagementFactory;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/** Something of a node that can be reached from outside of the application, over JMX. */
public final class Managed {

    private static final Logger LOG = Logger.getLogger(Managed.class.getName());

    private final ObjectName name;

    private Managed(ObjectName name) {
        this.name = name;
    }

    /**
     * @param type what it is; its name is {@code dev.tocsin:type=…,node=…}
     * @param face what can be asked of it: an interface of the kind that JMX calls MXBean
     */
    public static <T> Managed register(String type, NodeName node, T bean, Class<T> face) {
        try {
            ObjectName name = new ObjectName("dev.tocsin:type=" + type + ",node=" + node.text());
            ManagementFactory.getPlatformMBeanServer().registerMBean(new StandardMBean(bean, face, true), name);
            return new Managed(name);
        } catch (JMException e) {
            throw new IllegalStateException("What is managed as " + type + " could not be registered with JMX", e);
        }
    }

    public void unregister() {
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        } catch (JMException e) {
            LOG.log(Level.FINE, "It was not registered any more, which is as good", e);
        }
    }
}
