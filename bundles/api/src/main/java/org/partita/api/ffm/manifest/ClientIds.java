package org.partita.api.ffm.manifest;

/**
 * A range of client ids of Non-secure clients: {@code client_id_base}, {@code client_id_limit}.
 *
 * @param base the lowest, negative
 * @param limit the highest, negative, not below {@code base}
 */
public record ClientIds(int base, int limit) {
    public ClientIds {
        if (base > limit || limit >= 0) {
            throw new IllegalArgumentException("client ids " + base + " to " + limit);
        }
    }

    public boolean contains(int id) {
        return id >= base && id <= limit;
    }

    public boolean contains(ClientIds other) {
        return contains(other.base) && contains(other.limit);
    }

    public boolean overlaps(ClientIds other) {
        return base <= other.limit && other.base <= limit;
    }

    @Override
    public String toString() {
        return base + " to " + limit;
    }
}
