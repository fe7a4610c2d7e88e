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
import org.partita.admin.shell.view.GrantsView;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.FunctionId;

/** Commands of the scope mem: who has which memory, and memory management as an endpoint. */
@Component(service = MemCommands.class, immediate = true)
@GogoCommand(
        scope = "mem",
        function = {
            "map",
            "owners",
            "handles",
            "share",
            "lend",
            "donate",
            "retrieve",
            "relinquish",
            "reclaim",
            "read",
            "write"
        })
public final class MemCommands {
    static final Option READ_ONLY = new Option("--ro", "", "Borrowers get read-only access");
    static final Option ZERO = new Option("--zero", "", "the Relayer zeroes the region");
    static final Option TAG =
            new Option("--tag", "N", "the tag of the transaction, 0 without this option (FF-A 5.12.2)");

    static final Option FRAGMENT =
            new Option("--fragment", "BYTES", "sends the descriptor in fragments of so many bytes (FF-A 12.2.2)");
    static final Option SLICE =
            new Option("--slice", "", "lets the Relayer work in time slices, and resumes it (FF-A 12.2.3)");

    private static final List<Option> JSON = List.of(Option.JSON);
    private static final List<Option> SEND = List.of(READ_ONLY, ZERO, TAG, FRAGMENT, SLICE, Option.JSON);
    private static final String REGION = "FROM TO[,TO] ADDRESS+PAGES[,ADDRESS+PAGES]";

    static final Usage MAP = new Usage("mem", "map", "ID", 1, 1, JSON, "mem:map 1");
    static final Usage OWNERS = new Usage("mem", "owners", "[ADDRESS[+PAGES]]", 0, 1, JSON, "mem:owners 0x81020000+2");
    static final Usage HANDLES = new Usage("mem", "handles", "", 0, 0, JSON, "mem:handles");
    static final Usage SHARE = new Usage("mem", "share", REGION, 3, 3, SEND, "mem:share 1 0x8001 0x81020000+2");
    static final Usage LEND = new Usage("mem", "lend", REGION, 3, 3, SEND, "mem:lend 1 0x8001,2 0x81020000+1 --ro");
    static final Usage DONATE = new Usage(
            "mem",
            "donate",
            "FROM TO ADDRESS+PAGES[,ADDRESS+PAGES]",
            3,
            3,
            List.of(ZERO, TAG, FRAGMENT, SLICE, Option.JSON),
            "mem:donate 1 2 0x81020000+1");
    static final Usage RETRIEVE = new Usage(
            "mem",
            "retrieve",
            "ID HANDLE",
            2,
            2,
            List.of(READ_ONLY, ZERO, SLICE, Option.JSON),
            "mem:retrieve 0x8001 1");
    static final Usage RELINQUISH = new Usage(
            "mem", "relinquish", "ID HANDLE", 2, 2, List.of(ZERO, SLICE, Option.JSON), "mem:relinquish 0x8001 1");
    static final Usage RECLAIM =
            new Usage("mem", "reclaim", "ID HANDLE", 2, 2, List.of(ZERO, SLICE, Option.JSON), "mem:reclaim 1 1");
    static final Usage READ = new Usage("mem", "read", "ID ADDRESS [LENGTH]", 2, 3, JSON, "mem:read 1 0x81020000 64");
    static final Usage WRITE = new Usage("mem", "write", "ID ADDRESS HEX", 3, 3, JSON, "mem:write 1 0x81020000 cafe");

    static final List<Usage> USAGES =
            List.of(MAP, OWNERS, HANDLES, SHARE, LEND, DONATE, RETRIEVE, RELINQUISH, RECLAIM, READ, WRITE);

    private final Command command;

    /** Without a platform the commands stay, and say that it isn't there. */
    @Activate
    public MemCommands(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    Platform platform) {
        command = new Command(platform);
    }

    @Descriptor(
            "an endpoint's translation regime: ranges, permissions, attributes, and its state for each (FF-A 5.4.2)")
    public void map(CommandSession session, @Nullable String[] words) {
        command.run(MAP, session, words, Ownership::map);
    }

    @Descriptor(
            "owner of each physical range, and the state of everybody who takes part in a transaction about it; with an"
                    + " address, who may access the page now, and how")
    public void owners(CommandSession session, @Nullable String[] words) {
        command.run(OWNERS, session, words, Ownership::owners);
    }

    @Descriptor("transactions that are under way, and functions of memory management that are not finished (FF-A 12.2)")
    public void handles(CommandSession session, @Nullable String[] words) {
        command.run(HANDLES, session, words, (p, a) -> GrantsView.of(p.grants(), p.operations()));
    }

    @Descriptor("FFA_MEM_SHARE as an endpoint: the region stays its own, others may access it too")
    public void share(CommandSession session, @Nullable String[] words) {
        command.run(SHARE, session, words, (p, a) -> MemoryCalls.send(p, a, FunctionId.FFA_MEM_SHARE));
    }

    @Descriptor("FFA_MEM_LEND as an endpoint: others may access the region, it may not until it reclaims it")
    public void lend(CommandSession session, @Nullable String[] words) {
        command.run(LEND, session, words, (p, a) -> MemoryCalls.send(p, a, FunctionId.FFA_MEM_LEND));
    }

    @Descriptor("FFA_MEM_DONATE as an endpoint: the region will be somebody else's")
    public void donate(CommandSession session, @Nullable String[] words) {
        command.run(DONATE, session, words, (p, a) -> MemoryCalls.send(p, a, FunctionId.FFA_MEM_DONATE));
    }

    @Descriptor(
            "FFA_MEM_RETRIEVE_REQ as a Receiver; prints where it sees the region, and releases its RX buffer; --zero asks"
                    + " for zeroing after it is relinquished")
    public void retrieve(CommandSession session, @Nullable String[] words) {
        command.run(RETRIEVE, session, words, MemoryCalls::retrieve);
    }

    @Descriptor("FFA_MEM_RELINQUISH as a Borrower")
    public void relinquish(CommandSession session, @Nullable String[] words) {
        command.run(RELINQUISH, session, words, MemoryCalls::relinquish);
    }

    @Descriptor("FFA_MEM_RECLAIM as the owner")
    public void reclaim(CommandSession session, @Nullable String[] words) {
        command.run(RECLAIM, session, words, MemoryCalls::reclaim);
    }

    @Descriptor("reads memory as an endpoint sees it, at an address of its own")
    public void read(CommandSession session, @Nullable String[] words) {
        command.run(READ, session, words, MemoryCalls::read);
    }

    @Descriptor("writes memory as an endpoint, at an address of its own; HEX are bytes in order of address")
    public void write(CommandSession session, @Nullable String[] words) {
        command.run(WRITE, session, words, MemoryCalls::write);
    }
}
