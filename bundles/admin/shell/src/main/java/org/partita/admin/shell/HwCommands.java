package org.partita.admin.shell;

import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.partita.admin.shell.text.Command;
import org.partita.admin.shell.text.Option;
import org.partita.admin.shell.text.Usage;
import org.partita.admin.shell.view.MemoryView;
import org.partita.api.admin.Platform;

/** Commands of the scope hw: hardware models. */
@Component(service = HwCommands.class, immediate = true)
@GogoCommand(scope = "hw", function = "memory")
public final class HwCommands {
    static final Usage MEMORY = new Usage("hw", "memory", "", 0, 0, List.of(Option.JSON), "hw:memory");

    static final List<Usage> USAGES = List.of(MEMORY);

    private final Command command;

    /** Without a platform the commands stay, and say that it isn't there. */
    @Activate
    public HwCommands(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    Platform platform) {
        command = new Command(platform);
    }

    @Descriptor("ranges of physical memory")
    public void memory(CommandSession session, @Nullable String[] words) {
        command.run(MEMORY, session, words, (p, a) -> MemoryView.of(p.memory()));
    }
}
