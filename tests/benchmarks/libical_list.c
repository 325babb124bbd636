/* The C peer: parse a calendar with libical and count the occurrences between two instants (argv: FILE SINCE UNTIL, as
   20261122T120000Z). cc -O2 -o libical_list libical_list.c $(pkg-config --cflags --libs libical) */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>

static int found;

static void count(icalcomponent *event, struct icaltime_span *span, void *data)
{
    (void)event;
    (void)span;
    (void)data;
    found++;
}

static char *contents(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *text = malloc(size + 1);
    if (text && fread(text, 1, size, file) == (size_t)size)
        text[size] = 0;
    else
        text = NULL;
    fclose(file);
    return text;
}

int main(int argc, char **argv)
{
    char *text = argc == 4 ? contents(argv[1]) : NULL;
    if (!text)
        return 2;
    icalcomponent *calendar = icalcomponent_new_from_string(text);
    struct icaltimetype since = icaltime_from_string(argv[2]), until = icaltime_from_string(argv[3]);
    for (icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT); event;
         event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT))
        icalcomponent_foreach_recurrence(event, since, until, count, NULL);
    printf("%d\n", found);
    return 0;
}
