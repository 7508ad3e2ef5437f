/* Changes the import table of a loaded module. */
#include "windows/import.h"

#include "run.h"

#include <string.h>
#include <windows.h>

static const IMAGE_IMPORT_DESCRIPTOR *imports_of(const char *base)
{
    const IMAGE_DOS_HEADER *dos = (const IMAGE_DOS_HEADER *)base;
    const IMAGE_NT_HEADERS *headers = (const IMAGE_NT_HEADERS *)(base + dos->e_lfanew);
    const IMAGE_DATA_DIRECTORY *table =
        &headers->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_IMPORT];
    return (const IMAGE_IMPORT_DESCRIPTOR *)(base + table->VirtualAddress);
}

/* The entry that holds the address of the function that the module imports from the library
 * by that name; null if there is none. */
static IMAGE_THUNK_DATA *find(char *base, const IMAGE_IMPORT_DESCRIPTOR *library, const char *name)
{
    const IMAGE_THUNK_DATA *names = (const IMAGE_THUNK_DATA *)(base + library->OriginalFirstThunk);
    IMAGE_THUNK_DATA *addresses = (IMAGE_THUNK_DATA *)(base + library->FirstThunk);
    for (size_t i = 0; names[i].u1.AddressOfData != 0; i++) {
        const IMAGE_IMPORT_BY_NAME *import =
            (const IMAGE_IMPORT_BY_NAME *)(base + names[i].u1.AddressOfData);
        if (!IMAGE_SNAP_BY_ORDINAL(names[i].u1.Ordinal) &&
            strcmp((const char *)import->Name, name) == 0) {
            return &addresses[i];
        }
    }
    return NULL;
}

void import_replace(const wchar_t *module, const char *name, void (*instead)(void))
{
    char *base = (char *)GetModuleHandleW(module);
    expect(base != NULL);
    IMAGE_THUNK_DATA *place = NULL;
    for (const IMAGE_IMPORT_DESCRIPTOR *library = imports_of(base);
         place == NULL && library->FirstThunk != 0; library++) {
        place = find(base, library, name);
    }
    DWORD before;
    expect(place != NULL);
    expect(VirtualProtect(place, sizeof *place, PAGE_READWRITE, &before));
    place->u1.Function = (ULONG_PTR)instead;
    expect(VirtualProtect(place, sizeof *place, before, &before));
}
