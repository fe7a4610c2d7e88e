package org.partita.it.memory.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.ffa.Status;
import org.partita.it.ffa.Abi;

/** Counts what is looked for among calls that have just ended, before the model knows of them. */
final class Rarities {
    private final Model model;
    private final Mix mix;

    Rarities(Model model, Mix mix) {
        this.model = model;
        this.mix = mix;
    }

    void count(Operation operation, Abi completion) {
        Status error = completion.error();
        switch (operation) {
            case Operation.Send s -> send(s, error, completion.rule());
            case Operation.Retrieve s -> retrieve(s, error, completion.rule());
            case Operation.Relinquish s -> {
                Transaction t = model.transactions().get(s.handle());
                mix.rare(
                        Rare.RELINQUISHED_ONCE_OF_SEVERAL_TIMES,
                        error == null
                                && s.endpoints().stream()
                                        .map(Objects.requireNonNull(t)::borrower)
                                        .anyMatch(b -> b != null && b.times > 1));
            }
            default -> {}
        }
    }

    private void send(Operation.Send s, @Nullable Status error, String rule) {
        boolean stated = s.attributes() != MemoryAttributes.NOT_SPECIFIED;
        boolean device = Transaction.onlyDevice(s.type(), s.receivers());
        mix.rare(Rare.ATTRIBUTES_SENT, stated && error == null && !device);
        mix.rare(Rare.ATTRIBUTES_SENT_TO_A_DEVICE, stated && error == null && device);
        mix.rare(Rare.ATTRIBUTES_SENT_DENIED, error == Status.DENIED && rule.contains("FFA-5.11.4-"));
        mix.rare(Rare.ATTRIBUTES_SENT_INVALID, error == Status.INVALID_PARAMETERS && rule.contains("FFA-5.11.4-"));
    }

    private void retrieve(Operation.Retrieve s, @Nullable Status error, String rule) {
        Transaction t = model.transactions().get(s.handle());
        boolean again = t != null
                && s.entries().stream()
                        .filter(e -> Model.answersFor(s.caller(), e.endpoint()))
                        .map(e -> t.borrower(e.endpoint()))
                        .anyMatch(b -> b != null && b.retrieved());
        boolean executes =
                s.entries().stream().map(EndpointAccess::instruction).anyMatch(InstructionAccess.EXECUTABLE::equals);
        mix.rare(Rare.RETRIEVED_AGAIN, error == null && again);
        mix.rare(Rare.ONE_RETRIEVAL_TOO_MANY, error != null && rule.contains("FFA-11.4.2-7"));
        mix.rare(Rare.ATTRIBUTES_RETRIEVED, error == null && s.attributes() != MemoryAttributes.NOT_SPECIFIED);
        mix.rare(Rare.ATTRIBUTES_RETRIEVED_DENIED, error == Status.DENIED && rule.contains("FFA-5.11.4-"));
        mix.rare(Rare.DEVICE_MEMORY_RETRIEVED, error == null && Attributes.device(s.attributes()));
        mix.rare(Rare.EXECUTABLE_RETRIEVED, error == null && executes);
        mix.rare(Rare.EXECUTABLE_DENIED, error == Status.DENIED && rule.contains("FFA-5.11.3-"));
    }
}
