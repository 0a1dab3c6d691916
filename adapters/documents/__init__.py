"""Files of minutes into documents the reader of minutes takes: Word, OpenDocument, PDF, web pages, mail, text.

    from adapters.documents.hands import read_document

    document = await read_document("minutes.docx", data)
    reading = read_minutes(document)

A file is opened in a process of its own, with little memory, little time, no files and no network (see
`worker.py`); what comes back is text with its layout. What cannot be read is refused with a sentence. That
process imports this package too, which is why nothing is imported here.
"""
