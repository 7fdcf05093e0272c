package io.leat.core.notify;

import java.util.List;

/**
 * Who is told of one occasion.
 *
 * @param emails addresses
 * @param webhooks ids of notification destinations
 */
public record Audience(List<String> emails, List<String> webhooks) {
    public Audience {
        emails = List.copyOf(emails);
        webhooks = List.copyOf(webhooks);
    }

    public boolean isEmpty() {
        return emails.isEmpty() && webhooks.isEmpty();
    }
}
