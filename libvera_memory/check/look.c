/* Other threads are kept out, but may begin to fork: so the gate is entered for each part. A block
 * whose free waits meanwhile is still live.
 */
#include "check/look.h"

#include "check/group.h"
#include "check/place.h"
#include "check/quarantine.h"
#include "check/record.h"
#include "check/report.h"
#include "fork.h"
#include "gate.h"
#include "system.h"

/* A part of the look. False if it stopped because the list is full. */
typedef bool look(void *what, struct vera_findings *findings);

/* Inside the gate, and again after each report. False when the gate refuses. */
static bool complete(look *part, void *what)
{
    struct vera_findings findings;
    bool done = false;
    findings.count = 0;
    while (!done) {
        struct vera_pass pass = vera_gate_enter();
        if (!vera_pass_is_good(pass)) {
            return false;
        }
        done = part(what, &findings);
        vera_gate_leave(pass);
        vera_findings_report(&findings);
    }
    return true;
}

static bool look_at_quarantines(void *what, struct vera_findings *findings)
{
    (void)what;
    return vera_quarantine_flush(findings);
}

/* Of what this process allocated. Its child may not have the pages of other blocks. */
static void look_at_live(struct vera_check_record *record, struct vera_findings *findings)
{
    struct vera_check_block block;
    if (!vera_check_record_read(record, &block) || block.state != VERA_CHECK_LIVE ||
        !vera_check_block_is_own(&block)) {
        return;
    }
    const char *byte = vera_check_block_overrun(&block);
    if (byte != NULL) {
        vera_check_block_mark(&block);
        vera_findings_add(findings, &block, byte);
    }
}

static bool look_at_table(void *table, struct vera_findings *findings)
{
    struct vera_check_record *records = ((struct vera_check_table *)table)->records;
    for (size_t i = 0; i < VERA_CHECK_TABLE && !vera_findings_are_full(findings); i++) {
        look_at_live(&records[i], findings);
    }
    return !vera_findings_are_full(findings);
}

static void look_at_slot(struct vera_check_record *record, void *findings)
{
    struct vera_check_block last;
    vera_check_record_read(record, &last);
    if (vera_check_block_is_own(&last) && !vera_findings_are_full(findings)) {
        vera_place_mark_free(record, findings);
    }
}

static bool look_at_free(void *what, struct vera_findings *findings)
{
    (void)what;
    vera_group_each_free(look_at_slot, findings);
    return !vera_findings_are_full(findings);
}

/* False if another thread forks. */
static bool look_at_parts(void)
{
    bool going = complete(look_at_quarantines, NULL) && complete(look_at_free, NULL);
    struct vera_check_table *table = vera_check_record_tables();
    for (; going && table != NULL; table = table->older) {
        going = complete(look_at_table, table);
    }
    return going;
}

static bool look_alone(void)
{
    if (!vera_fork_exclude_others()) {
        return false;
    }
    bool done = look_at_parts();
    vera_fork_admit_others();
    return done;
}

void vera_look_at_all(void)
{
    static const char left_out[] = "vera_memory: not looked for at the end: writes outside blocks "
                                   "and after a free, because a call or a fork is not over\n";
    if (!look_alone()) {
        vera_system_print(left_out, sizeof left_out - 1);
    }
}
