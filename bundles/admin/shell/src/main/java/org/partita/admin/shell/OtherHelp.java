package org.partita.admin.shell;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.felix.gogo.runtime.CommandProxy;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Help about commands of other bundles. */
@FunctionalInterface
interface OtherHelp {
    /** Prints what the other help knows about a command. */
    void help(CommandSession session, PrintStream out, String command) throws Exception;

    /** The help commands of other bundles: Felix's basic commands have one, and so has the JLine shell. */
    final class OfServices implements OtherHelp {
        private static final String FUNCTION = "help";
        private static final String FILTER = "(" + CommandProcessor.COMMAND_FUNCTION + "=" + FUNCTION + ")";

        private final BundleContext context;

        OfServices(BundleContext context) {
            this.context = context;
        }

        @Override
        public void help(CommandSession session, PrintStream out, String command) throws Exception {
            for (ServiceReference<?> reference : references()) {
                List<Object> arguments = new ArrayList<>(List.of(command));
                Object text = new CommandProxy(context, reference, FUNCTION).execute(session, arguments);
                if (text != null) {
                    out.println(text.toString().stripTrailing());
                }
                return;
            }
            out.println(
                    "there is no help about " + command + ": only bundle org.apache.felix.gogo.command explains it");
        }

        /** References of others, in the registry's order; none is kept. */
        private List<ServiceReference<?>> references() throws InvalidSyntaxException {
            ServiceReference<?>[] all = context.getAllServiceReferences(null, FILTER);
            List<ServiceReference<?>> others = new ArrayList<>();
            for (ServiceReference<?> reference : all == null ? new ServiceReference<?>[0] : all) {
                if (!context.getBundle().equals(reference.getBundle())) {
                    others.add(reference);
                }
            }
            return others;
        }
    }
}
