package org.partita.partition.client;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.partita.api.ffa.Registers;
import org.partita.api.partition.PartitionContext;

/** The first context of a VM above which a script answers; when the script ends the VM is stopped. */
final class FakeVm {
    /** The VM was stopped in its last call. */
    static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    final List<String> calls = new ArrayList<>();
    private final List<Consumer<Registers>> script;
    private final int id;
    private final Registers registers = new Registers();

    FakeVm(List<Consumer<Registers>> script) {
        this(1, script);
    }

    FakeVm(int id, List<Consumer<Registers>> script) {
        this.id = id;
        this.script = script;
    }

    PartitionContext context() {
        return (PartitionContext) Proxy.newProxyInstance(
                PartitionContext.class.getClassLoader(),
                new Class<?>[] {PartitionContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "registers" -> registers;
                    case "id" -> id;
                    case "vcpu" -> 0;
                    case "call" -> call();
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private Object call() {
        calls.add(registers.toString());
        if (calls.size() > script.size()) {
            throw new Stopped();
        }
        script.get(calls.size() - 1).accept(registers);
        return registers;
    }
}
