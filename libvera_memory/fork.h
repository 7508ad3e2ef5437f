/* What happens around a fork. The functions are fork handlers: fork() calls them. vfork() and
 * _Fork() call none, and neither does a bare clone: whoever calls those in a threaded program
 * may use the library in the child as little as malloc.
 */
#ifndef VERA_FORK_H
#define VERA_FORK_H

void vera_fork_before(void);
void vera_fork_after(void);
void vera_fork_after_in_child(void);

#endif
