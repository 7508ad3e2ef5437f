/* Doubly linked lists. A link is the first field of what is listed, so a pointer to one is
 * a pointer to the other.
 */
#ifndef VERA_LIST_H
#define VERA_LIST_H

#include <stddef.h>

struct vera_link {
    struct vera_link *next, *previous;
};

struct vera_list {
    struct vera_link *head;
};

static inline void vera_list_push(struct vera_list *list, struct vera_link *link)
{
    link->previous = NULL;
    link->next = list->head;
    if (list->head != NULL) {
        list->head->previous = link;
    }
    list->head = link;
}

/* Takes out a link that is in the list. */
static inline void vera_list_remove(struct vera_list *list, struct vera_link *link)
{
    *(link->previous != NULL ? &link->previous->next : &list->head) = link->next;
    if (link->next != NULL) {
        link->next->previous = link->previous;
    }
}

/* Takes out the link that was pushed last; null when there is none. */
static inline struct vera_link *vera_list_pop(struct vera_list *list)
{
    struct vera_link *link = list->head;
    if (link != NULL) {
        vera_list_remove(list, link);
    }
    return link;
}

#endif
