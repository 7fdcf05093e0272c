package io.leat.core.job;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The statuses of an answer that count as a success. */
public final class ExpectedStatus {
    private static final List<String> USUAL = List.of("2xx");
    private static final Pattern CODES = Pattern.compile("([1-5]\\d\\d)(?:\\s*-\\s*([1-5]\\d\\d))?");
    private static final Pattern CLASS = Pattern.compile("([1-5])[xX]{2}");

    private final List<String> words;
    private final List<Range> ranges;

    private record Range(int first, int last) {}

    private ExpectedStatus(List<String> words) {
        this.words = List.copyOf(words);
        this.ranges = words.stream().map(ExpectedStatus::range).toList();
    }

    /**
     * Of an {@code expected_status}; 2xx when there is none.
     *
     * @throws LeatException when one of them is no status
     */
    public static ExpectedStatus of(@Nullable List<String> words) {
        return new ExpectedStatus(words == null || words.isEmpty() ? USUAL : words);
    }

    public boolean has(int status) {
        return ranges.stream().anyMatch(range -> range.first <= status && status <= range.last);
    }

    private static Range range(String word) {
        Matcher inClass = CLASS.matcher(word.strip());
        if (inClass.matches()) {
            int first = Integer.parseInt(inClass.group(1)) * 100;
            return new Range(first, first + 99);
        }

        Matcher codes = CODES.matcher(word.strip());
        if (!codes.matches()) {
            throw wrong(word);
        }

        int first = Integer.parseInt(codes.group(1));
        int last = codes.group(2) == null ? first : Integer.parseInt(codes.group(2));
        if (last < first) {
            throw wrong(word);
        }

        return new Range(first, last);
    }

    private static LeatException wrong(String word) {
        return new LeatException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "\"%s\" is no status; write a code such as 200, a range such as 200-204, or 2xx.".formatted(word));
    }

    /** As the user wrote them: {@code 200, 404}. */
    @Override
    public String toString() {
        return String.join(", ", words);
    }
}
