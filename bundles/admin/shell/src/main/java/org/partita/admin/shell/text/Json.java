package org.partita.admin.shell.text;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object under construction. Keys are written out where a document is made, not derived from names of record
 * components, because scripts rely on them. Identities are numbers; registers and addresses are hexadecimal strings,
 * because many readers keep only 53 bits of a number.
 */
public final class Json {
    private static final Gson GSON =
            new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

    private final JsonObject object = new JsonObject();

    /** Adds text; null stays null. */
    public Json put(String key, @Nullable String value) {
        object.add(key, value == null ? JsonNull.INSTANCE : new JsonPrimitive(value));
        return this;
    }

    public Json put(String key, long value) {
        object.addProperty(key, value);
        return this;
    }

    /** Adds a number, or null if there is none. */
    public Json number(String key, boolean there, long value) {
        return there ? put(key, value) : put(key, (String) null);
    }

    public Json put(String key, boolean value) {
        object.addProperty(key, value);
        return this;
    }

    /** Adds an object; null stays null. */
    public Json put(String key, @Nullable Json value) {
        object.add(key, value == null ? JsonNull.INSTANCE : value.object);
        return this;
    }

    /** Adds 64 bits as a hexadecimal string. */
    public Json hex(String key, long value) {
        return put(key, Numbers.hex(value));
    }

    /** Adds an array of texts. */
    public Json texts(String key, Collection<String> values) {
        return array(key, values, JsonPrimitive::new);
    }

    /** Adds an array of objects. */
    public <T> Json objects(String key, Collection<T> values, Function<T, Json> each) {
        return array(key, values, v -> each.apply(v).object);
    }

    private <T> Json array(String key, Collection<T> values, Function<T, JsonElement> each) {
        JsonArray array = new JsonArray();
        values.forEach(v -> array.add(each.apply(v)));
        object.add(key, array);
        return this;
    }

    /** The document in one line. */
    @Override
    public String toString() {
        return GSON.toJson(object);
    }
}
