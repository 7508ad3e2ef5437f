# A file a layer. These programs know the layer's own header, and link the
# archive that the library is made of.
