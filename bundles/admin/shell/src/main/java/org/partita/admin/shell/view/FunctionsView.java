package org.partita.admin.shell.view;

import java.util.List;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.text.Numbers;
import org.partita.admin.shell.text.Table;
import org.partita.api.admin.FunctionStatus;

/** Every function of FF-A: its numbers, its provider, where and how it may be invoked. */
public final class FunctionsView {
    private FunctionsView() {}

    public static Answer of(List<FunctionStatus> functions) {
        Table table = new Table("FUNCTION", "32-BIT", "64-BIT", "SECTION", "PROVIDER", "INSTANCES AND CONDUITS");
        for (FunctionStatus f : functions) {
            table.row(
                    f.name(),
                    id(f.id32()),
                    f.id64() == 0 ? "-" : id(f.id64()),
                    f.section(),
                    f.provider().isEmpty() ? "-" : f.provider(),
                    String.join("\n", f.where()));
        }
        return new Answer(table.toString(), new Json().objects("functions", functions, FunctionsView::json));
    }

    private static String id(int w0) {
        return Numbers.hex(Integer.toUnsignedLong(w0));
    }

    private static Json json(FunctionStatus f) {
        return new Json()
                .put("name", f.name())
                .put("id32", id(f.id32()))
                .put("id64", f.id64() == 0 ? null : id(f.id64()))
                .put("section", f.section())
                .put("provider", f.provider())
                .texts("where", f.where());
    }
}
