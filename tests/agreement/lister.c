/* Lists every occurrence that libical finds between two instants: UID, start and end (seconds since 1970, or days as YYYYMMDD).
   cc -O2 -o lister lister.c $(pkg-config --cflags --libs libical); lister CALENDAR FROM UNTIL (as 20261101T000000Z). */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct icaltimetype from, until;

static const char *uid_of(icalcomponent *event) { return icalcomponent_get_uid(event) ? icalcomponent_get_uid(event) : ""; }

/* Is this instance replaced by another component, with the RECURRENCE-ID `start`? */
static int replaced(icalcomponent *calendar, icalcomponent *event, time_t start)
{
    icalcompiter each = icalcomponent_begin_component(calendar, ICAL_VEVENT_COMPONENT);
    for (icalcomponent *other; (other = icalcompiter_deref(&each)) != 0; icalcompiter_next(&each)) {
        icalproperty *id = icalcomponent_get_first_property(other, ICAL_RECURRENCEID_PROPERTY);
        if (other == event || !id || strcmp(uid_of(other), uid_of(event)))
            continue;
        struct icaltimetype at = icalproperty_get_datetime_with_component(id, other);
        if (icaltime_as_timet_with_zone(at, at.zone) == start)
            return 1;
    }
    return 0;
}

static void list(icalcomponent *event, struct icaltime_span *span, void *calendar)
{
    if (icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY) || !replaced(calendar, event, span->start))
        printf("%s %ld %ld\n", uid_of(event), (long)span->start, (long)span->end);
}

int main(int argc, char **argv)
{
    FILE *file = argc == 4 ? fopen(argv[1], "rb") : NULL;
    if (!file || fseek(file, 0, SEEK_END))
        return 2;
    long size = ftell(file);
    rewind(file);
    char *text = malloc(size + 1);
    if (!text || fread(text, 1, size, file) != (size_t)size)
        return 2;
    text[size] = 0;
    icalcomponent *calendar = icalcomponent_new_from_string(text);
    if (!calendar)
        return 3;
    from = icaltime_from_string(argv[2]);
    until = icaltime_from_string(argv[3]);
    icalcompiter each = icalcomponent_begin_component(calendar, ICAL_VEVENT_COMPONENT);
    for (icalcomponent *event; (event = icalcompiter_deref(&each)) != 0;) {
        icalcompiter_next(&each);
        icalcomponent_foreach_recurrence(event, from, until, list, calendar);
    }
    return 0;
}
