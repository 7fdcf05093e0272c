package io.leat.server.auth;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Replaces known secret values in text, also where they are written as base64 (alone or inside something longer),
 * URL-encoded, as JSON, or line by line.
 */
public final class Redactor {
    public static final String REDACTED = "[REDACTED]";

    /** Shorter pieces of a value would match by chance. */
    private static final int SHORTEST_PIECE = 8;

    private static final Redactor NONE = new Redactor(null);

    private final @Nullable Pattern pattern;

    private Redactor(@Nullable Pattern pattern) {
        this.pattern = pattern;
    }

    public static Redactor of(Collection<String> secrets) {
        Set<String> forms = new LinkedHashSet<>();
        secrets.stream().filter(secret -> !secret.isBlank()).forEach(secret -> addForms(forms, secret));
        if (forms.isEmpty()) {
            return NONE;
        }

        String anyOf = forms.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        return new Redactor(Pattern.compile(anyOf));
    }

    public String redact(String text) {
        return pattern == null ? text : pattern.matcher(text).replaceAll(REDACTED);
    }

    public List<String> redact(List<String> lines) {
        return pattern == null ? lines : lines.stream().map(this::redact).toList();
    }

    private static void addForms(Set<String> forms, String secret) {
        forms.add(secret);
        forms.add(secret.strip());
        forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
        forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20"));
        forms.add(new String(JsonStringEncoder.getInstance().quoteAsString(secret)));
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        forms.add(Base64.getEncoder().encodeToString(bytes));
        forms.add(Base64.getUrlEncoder().encodeToString(bytes));
        secret.lines().map(String::strip).filter(Redactor::isLong).forEach(forms::add);
        for (int offset = 0; offset < 3; offset++) {
            addPiece(forms, base64At(offset, bytes, Base64.getEncoder()));
            addPiece(forms, base64At(offset, bytes, Base64.getUrlEncoder()));
        }
    }

    /** The base64 characters that these bytes alone decide when {@code offset} bytes (modulo 3) stand before them. */
    private static String base64At(int offset, byte[] bytes, Base64.Encoder encoder) {
        byte[] shifted = new byte[offset + bytes.length];
        System.arraycopy(bytes, 0, shifted, offset, bytes.length);
        int from = offset == 0 ? 0 : offset + 1;
        int to = shifted.length * 8 / 6;
        byte[] encoded = encoder.encode(shifted);
        return new String(Arrays.copyOfRange(encoded, Math.min(from, to), to), StandardCharsets.US_ASCII);
    }

    private static void addPiece(Set<String> forms, String piece) {
        if (isLong(piece)) {
            forms.add(piece);
        }
    }

    private static boolean isLong(String piece) {
        return piece.length() >= SHORTEST_PIECE;
    }
}
